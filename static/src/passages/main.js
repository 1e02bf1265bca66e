// Words are chosen with the pointer: a selection sets the two lists, or goes along with the link. Both work without it.

const length = (text) => [...text].length; // signs, as the server counts them

// what stands in a paragraph in front of a place, without the numbers of passages
const before = (words, node, offset) => {
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(node, offset);
  const part = range.cloneContents();
  for (const apart of part.querySelectorAll("[data-apart]")) apart.remove();
  return length(part.textContent);
};

const selected = () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const words = [...document.querySelectorAll("[data-paragraph]")].find((one) => range.intersectsNode(one));
  if (!words) return null;
  const start = words.contains(range.startContainer) ? before(words, range.startContainer, range.startOffset) : 0;
  const inside = words.contains(range.endContainer);
  const end = inside ? before(words, range.endContainer, range.endOffset) : before(words, words, words.childNodes.length);
  return end > start ? { number: words.dataset.paragraph, start, end } : null;
};

const first = document.getElementById("first");
const last = document.getElementById("last");
const preview = document.querySelector("[data-preview]");

const showChosen = () => {
  const text = [...document.querySelector("[data-paragraph]").textContent];
  const numbers = [Number(first.value), Number(last.value)];
  const [from, to] = [Math.min(...numbers), Math.max(...numbers)];
  preview.textContent = text.slice(first.options[from].dataset.start, first.options[to].dataset.end).join("");
  preview.hidden = false;
};

const choose = ({ start, end }) => {
  const touched = [...first.options].filter((one) => one.dataset.start < end && start < one.dataset.end);
  if (!touched.length) return;
  first.value = touched[0].value;
  last.value = touched.at(-1).value;
  showChosen();
};

const carry = ({ number, start, end }) => {
  for (const link of document.querySelectorAll("[data-mark]")) {
    const address = new URL(link.href);
    address.searchParams.delete("start");
    address.searchParams.delete("end");
    if (link.dataset.mark === number) {
      address.searchParams.set("start", start);
      address.searchParams.set("end", end);
    }
    link.href = address.href;
    link.classList.toggle("btn", true);
    link.classList.toggle("btn-3", link.dataset.mark !== number);
  }
  const says = document.querySelector("[data-selected]");
  says.textContent = says.dataset.word;
};

if (first && last) {
  for (const list of [first, last]) list.addEventListener("change", showChosen);
  showChosen();
}

document.addEventListener("selectionchange", () => {
  const found = selected();
  if (!found) return;
  if (first) choose(found);
  else carry(found);
});
document.documentElement.dataset.marks = "on";
