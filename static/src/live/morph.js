// Puts a frame from our own server in the place of the one before: focus, open menus and what is being typed stay.

import { Idiomorph } from "idiomorph";

const writing = (element) => element instanceof HTMLElement
  && element.matches("textarea, select, input:not([type=hidden], [type=radio], [type=checkbox], [type=submit])");

const typed = (form) => [...form.elements].some((field) => writing(field) && field.value !== field.defaultValue && field.type !== "select-one");

// a form of the desk also while somebody is in it
const isBeingFilled = (form) => typed(form)
  || (!form.hasAttribute("data-keep") && form.contains(document.activeElement) && writing(document.activeElement));

// one that comes and goes with a step stays after its step only with words in it: a name that was typed beside is no reason
const hasWords = (form) => [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
const goes = (form, fresh) => form.hasAttribute("data-keep") && fresh?.getAttribute?.("action") !== form.getAttribute("action");

// words that say nothing of a place stay true when it has changed meanwhile: only the revision is new
const takeHidden = (form, fresh) => {
  for (const field of fresh.querySelectorAll?.("input[type=hidden]") || []) {
    const own = [...form.querySelectorAll("input[type=hidden]")].find((one) => one.name === field.name);
    const value = field.getAttribute("value") || "";
    if (own && own.value.split(":")[0] === value.split(":")[0]) own.value = value;
  }
};

// keepForms: which forms stay as they are while somebody fills them in, as a selector
export const show = (stage, html, { keepForms = "" } = {}) => {
  const isKept = (old, fresh) => keepForms && old instanceof HTMLFormElement && old.matches(keepForms)
    && (goes(old, fresh) ? hasWords(old) : isBeingFilled(old));
  const hadFocus = stage.contains(document.activeElement);
  Idiomorph.morph(stage, html, {
    morphStyle: "innerHTML",
    // only for a text field: the children of whatever else has focus would stay as they were
    ignoreActiveValue: writing(document.activeElement),
    restoreFocus: true,
    callbacks: {
      beforeNodeMorphed: (old, fresh) => {
        if (!isKept(old, fresh)) return true;
        if (old.hasAttribute("data-follow")) takeHidden(old, fresh);
        return false;
      },
      beforeNodeRemoved: (old) => !isKept(old),
      beforeAttributeUpdated: (name, node) => !(name === "open" && node instanceof HTMLDetailsElement),
    },
  });
  if (hadFocus && !stage.contains(document.activeElement)) stage.querySelector("main")?.focus({ preventScroll: true });
};
