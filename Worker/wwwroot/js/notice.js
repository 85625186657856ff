/**
 * Says, while there is no connection, what happens with what one writes.
 * @param {Document} page
 * @param {boolean} online whether the page is connected
 * @param {number} waiting how many messages wait to be sent
 * @param {boolean} lasting whether they survive a reload; a closed tab they never do
 */
export function showNotice(page, online, waiting, lasting) {
  const notice = page.getElementById("notice");
  notice.hidden = online;
  if (online) {
    return;
  }
  const cause = navigator.onLine ? "The server cannot be reached." : "This device is offline.";
  const what = waiting === 0 ? "What you write is sent later."
    : waiting === 1 ? "One message waits to be sent." : `${waiting} messages wait to be sent.`;
  const keep = waiting > 0 || !lasting ? " Keep this page open until then." : "";
  notice.textContent = `${cause} ${what}${keep}`;
}
