// Small forms of a phone that go without leaving the page: where somebody wants to take part, where their concern stands.
// Each works without this script. What is their own comes back with the answer; the rest comes with the next frame.

const HEARTS = "[data-want]";

export const openQuick = (stage, { say, complain, done, put, refused, lang }) => {
  const underWay = new Set();
  const own = () => document.querySelector("[data-own]");

  // frames are made for nobody in particular: which hearts are this person's stands beside the stage
  const paint = () => {
    const mine = new Set((own()?.dataset.hearts || "").split(" ").filter(Boolean));
    for (const button of stage.querySelectorAll(HEARTS)) {
      const wants = mine.has(button.dataset.want);
      button.setAttribute("aria-pressed", String(wants));
      button.value = wants ? "no" : "yes";
    }
  };

  // where this person has given hearts now, a line each; all else that is their own stays
  const take = (hearts, lines) => {
    const list = own()?.querySelector("[data-own-list]");
    if (!list) return;
    const had = list.contains(document.activeElement);
    own().dataset.hearts = hearts;
    for (const old of list.querySelectorAll(".wanted")) old.remove();
    list.append(lines);
    own().hidden = !list.querySelector("li");
    if (had) list.querySelector("summary, button")?.focus({ preventScroll: true });
  };

  const send = async (form, button) => {
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    if (stage.dataset.formToken) body.set("form_token", stage.dataset.formToken);
    const address = new URL(form.action);
    address.searchParams.set("lang", lang());
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) {
      complain(told.sentence);
      for (const open of own()?.querySelectorAll("details[open]") || []) open.open = false;
      refused(); // most likely something has changed meanwhile
      return;
    }
    complain("");
    done();
    say(told.sentence);
    const fresh = document.createElement("template");
    fresh.innerHTML = told.html; // from our own server
    if (told.hearts !== undefined) take(told.hearts, fresh.content);
    const section = fresh.content.querySelector("[data-own]");
    if (section && own()?.dataset.own === section.dataset.own) put(section);
    paint();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-quick]")) return;
    event.preventDefault();
    if (underWay.has(form.action)) return;
    underWay.add(form.action);
    try {
      await send(form, event.submitter);
    } catch {
      complain(stage.dataset.notDone);
    } finally {
      underWay.delete(form.action);
    }
  });

  return { paint };
};
