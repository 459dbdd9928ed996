/* In which language does a script speak? The page carries the words that its scripts need.

   An English page carries none: what has no translation is said as it stands in the script. */

const block = document.querySelector("script[data-words]");
const words = block ? JSON.parse(block.textContent) : {};
const { lang } = document.documentElement;

/* `%(name)s` in the text stands for a value of that name. */
export function gettext(text, values = {}) {
  return fill(words[text] || text, values);
}

/* A text that depends on `num`. */
export function ngettext(one, many, num, values = {}) {
  const forms = words[one];
  const text = forms ? forms[new Intl.PluralRules(lang).select(num)] || forms.other : num === 1 ? one : many;
  return fill(text, { num, ...values });
}

function fill(text, values) {
  return text.replace(/%\((\w+)\)[sd]/g, (_, name) => values[name]);
}
