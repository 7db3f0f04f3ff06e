// The table of endpoints and clients in docs/compatibility.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { endpoints, key } from './coverage.mjs';

const file = new URL('../../../docs/compatibility.md', import.meta.url);
const [start, end] = ['<!-- endpoints: written by the TypeScript suite, see CONTRIBUTING.md -->\n', '<!-- endpoints: end -->\n'];
const others = ['go', 'python', 'terraform', 'elixir'];

/**
 * The lines of the table.
 * @param {Map<string, import('./coverage.mjs').Way | undefined>} calls how each endpoint was called here; undefined for one that is not built
 */
export function table(calls) {
  const rows = endpoints.map((endpoint) => {
    const name = key(endpoint.method, endpoint.path);
    const way = calls.get(name);
    const here = way === 'method' ? `\`${endpoint.typescript}\`` : way === 'path' ? 'by path' : 'not built';
    const there = others.map((client) => (endpoint.others.includes(client) ? 'not run here' : '–'));
    return `| ${[`\`${name}\``, here, ...there].join(' | ')} |\n`;
  });
  return ['| Endpoint | TypeScript | Go | Python | Terraform | Elixir |\n', '|---|---|---|---|---|---|\n', ...rows].join('');
}

/** The document around the table. */
function split() {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(start);
  const [found, after] = (rest ?? '').split(end);
  if (before === undefined || found === undefined || after === undefined) throw new Error(`${file.pathname} has lost the marks of its table`);
  return { before, found, after };
}

export const committed = () => split().found;

/** @param {string} lines */
export function write(lines) {
  const { before, after } = split();
  writeFileSync(file, before + start + lines + end + after);
}
