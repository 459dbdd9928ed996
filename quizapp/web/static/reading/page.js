/* How do the parts of the reading view work together? The page works without any of them. */

import { openReader } from "../sitting/aloud.js";
import "./look.js";
import { watchPlace } from "./place.js";
import { watchWords } from "./tray.js";

const text = document.querySelector("[data-room]");
const settings = JSON.parse(text.dataset.room);

watchPlace(text, settings);
openReader(document.querySelector("[data-reader]"), settings);
watchWords(text, settings);
