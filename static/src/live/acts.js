// Forms of the desk that are sent without leaving the page. A double press is one act; another act need not wait for it.

import { show } from "./morph.js";

export const openActs = (stage, { notice, shown, resync }) => {
  const underWay = new Set();

  const complain = (sentence) => {
    notice.hidden = !sentence;
    notice.querySelector("p").textContent = sentence || "";
  };

  const bodyOf = (form, button) => {
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    return body;
  };

  const send = async (form, body) => {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("stage");
    const alarm = page.querySelector("[role=alert] p");
    if (answer.ok) {
      form.reset();
      const menu = form.closest("details[data-closes]"); // what it is for is done
      if (menu) menu.open = false;
    }
    // a pushed frame may have been faster than this answer
    if (fresh?.dataset.role === stage.dataset.role && Number(fresh.dataset.seq) >= Number(stage.dataset.seq)) {
      show(stage, fresh.innerHTML, { keepForms: answer.ok ? "" : "form" });
      shown();
    }
    if (answer.ok) complain("");
    else complain(alarm?.textContent || stage.dataset.refused);
    return answer.ok;
  };

  // whether it was done; false for a second press of the same
  const press = async (form, body) => {
    const act = [...body].join("&");
    if (underWay.has(act)) return false;
    underWay.add(act);
    try {
      return await send(form, body);
    } catch {
      complain(stage.dataset.noNet);
      return false;
    } finally {
      underWay.delete(act);
      resync();
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-act]") || !stage.contains(form)) return;
    event.preventDefault();
    // after a click Space is the key again, not a second press of the button; who walks by keyboard keeps the place
    if (event.submitter && !event.submitter.matches(":focus-visible")) event.submitter.blur();
    press(form, bodyOf(form, event.submitter));
  });

  return { complain, press };
};
