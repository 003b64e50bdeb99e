/* A running job: asks the server how far it is and reloads when it is over.
 * Leaving the page does not stop the job. Without scripts the page carries a
 * link "refresh". The answer: {state, done, total, message}. */

const SOON_MS = 1000;
const LATE_MS = 10000;
const RUNNING = ["queued", "running"];

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function draw(box, { done, total, message }) {
  const part = total ? Math.min(100, Math.floor((done * 100) / total)) : 0;
  const track = box.querySelector("[role=progressbar]");
  track.setAttribute("aria-valuenow", String(part));
  box.querySelector(".sr-progress-bar").style.width = `${part}%`;
  const number = (value) => value.toLocaleString("ru-RU");
  box.querySelector("[data-sr-said]").textContent = fill(box.dataset.text, {
    done: number(done),
    total: number(total),
    part: String(part),
  });
  box.querySelector("[data-sr-message]").textContent = message || "";
}

function watch(box) {
  let wait = SOON_MS;
  let last = -1;
  async function ask() {
    if (!box.isConnected) {
      return;
    }
    try {
      const answer = await fetch(box.dataset.srPoll, {
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      const job = await answer.json();
      if (!RUNNING.includes(job.state)) {
        location.reload();
        return;
      }
      draw(box, job);
      wait = job.done === last || document.hidden ? Math.min(wait * 1.5, LATE_MS) : SOON_MS;
      last = job.done;
    } catch {
      wait = LATE_MS; // the server restarts or the network is away: ask again later
    }
    setTimeout(ask, wait);
  }
  setTimeout(ask, wait);
}

document.querySelectorAll("[data-sr-poll]").forEach(watch);
