// What phones need at steps of a format, fetched once the page is live: the first question does not wait for it.

export { openCards } from "./cards.js";
export { openQuick } from "./quick.js";
