// Fails when a bundle outgrows its budget (bytes after gzip -9).
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budgets = { 'dist/floorwalker.js': 20_000, 'dist/late.js': 5_000, 'dist/launcher.js': 2_000 };
let broken = false;
for (const [file, budget] of Object.entries(budgets)) {
  const size = gzipSync(readFileSync(new URL(file, import.meta.url)), { level: 9 }).length;
  console.log(`${file}: ${size} of ${budget} bytes`);
  broken ||= size > budget;
}
process.exit(broken ? 1 : 0);
