// Reads a table from the clipboard: lines of cells between tabs. A cell that holds a line break, a
// tab or a quote stands in quotes, its own quotes doubled. Pure, so that it can be tested alone.

/** Return the lines of a copied table, each a list of its cells' texts. */
export function parseCells(text) {
  const lines = [[]];
  let rest = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(?=\t|\n|$)/.exec(rest);
    const cell = quoted ? quoted[0] : /^[^\t\n]*/.exec(rest)[0];
    lines[lines.length - 1].push((quoted ? quoted[1].replace(/""/g, '"') : cell).trim());
    rest = rest.slice(cell.length);
    if (!rest) return lines;
    if (rest[0] === "\n") lines.push([]);
    rest = rest.slice(1);
  }
}
