/* What does a device keep that nobody is signed in on? Answers that were not sent, and no more. */

import { forgetKept } from "./keep.js";

forgetKept();
