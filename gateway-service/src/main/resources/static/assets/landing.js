const overall = document.getElementById("overall");
const services = document.getElementById("services");
document.getElementById("origin").textContent = location.origin;

function say(text) {
  if (overall.textContent !== text) {
    overall.textContent = text;
  }
}

function row({ name, status }) {
  const item = document.createElement("li");
  item.textContent = name;
  const word = document.createElement("span");
  word.className = status;
  word.textContent = status === "up" ? "✓ up" : "✗ down";
  item.append(word);
  return item;
}

async function refresh() {
  try {
    const answer = await fetch("/api/status", { headers: { accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }
    const status = await answer.json();
    services.replaceChildren(...status.services.map(row));
    say(status.status === "up" ? "All services are up." : "Some services are down.");
  } catch {
    services.replaceChildren();
    say("The gateway does not answer; trying again.");
  }
}

refresh();
setInterval(refresh, 5000);
