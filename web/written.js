/** Documents as text: JSON with a line for each thing that has a line's worth to say. */

const WIDTH = 60;

/** The value in JSON; what fits in a line, counted from `indent`, is in one. */
export function written(value, indent = "") {
  const line = inOneLine(value);
  if (value === null || typeof value !== "object" || line.length + indent.length <= WIDTH) return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => deeper + written(each, deeper))
    : Object.entries(value).map(([name, each]) => `${deeper}${JSON.stringify(name)}: ${written(each, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

function inOneLine(value) {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}: ${inOneLine(each)}`)
    .join(", ")}}`;
}
