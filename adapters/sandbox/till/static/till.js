// The ticket under way: it lives in the page until it is rung up.
const ticket = document.querySelector(".ticket");
if (ticket) {
  const lines = new Map();
  const money = new Intl.NumberFormat(ticket.dataset.language, { style: "currency", currency: "EUR" });
  const list = ticket.querySelector(".lines");

  const element = (name, text, properties = {}) =>
    Object.assign(document.createElement(name), { textContent: text }, properties);

  const show = () => {
    list.replaceChildren(
      ...[...lines].map(([key, line]) => {
        const less = element("button", "−", { type: "button" });
        less.addEventListener("click", () => change(key, line, -1));
        const field = element("input", "", { type: "hidden", name: "line", value: `${key}:${line.count}` });
        const row = element("li", "");
        row.append(
          element("span", `${line.count} × ${line.name}`),
          element("span", money.format((line.cents * line.count) / 100)),
          less,
          field,
        );
        return row;
      }),
    );
    const cents = [...lines.values()].reduce((sum, line) => sum + line.cents * line.count, 0);
    ticket.querySelector("output").textContent = money.format(cents / 100);
    ticket.classList.toggle("busy", lines.size > 0);
    ticket.querySelectorAll(".deal button").forEach((button) => (button.disabled = lines.size === 0));
  };

  const change = (key, line, step) => {
    const count = (lines.get(key)?.count ?? 0) + step;
    if (count > 0) lines.set(key, { ...line, count });
    else lines.delete(key);
    show();
  };

  document.querySelectorAll(".card .touch").forEach((button) =>
    button.addEventListener("click", () => {
      const card = button.closest(".card");
      const version = card.querySelector("select")?.selectedOptions[0];
      const label = version ? ` (${version.textContent.replace(/ \(-?\d+\)$/, "")})` : "";
      const cents = Math.round(Number((version ?? card).dataset.price) * 100);
      change(`${card.dataset.product}:${version?.value ?? ""}`, { name: card.dataset.name + label, cents }, 1);
    }),
  );
  ticket.addEventListener("reset", () => {
    lines.clear();
    show();
  });
}
