// Builds dist/: floorwalker.js (the panel), late.js (its later cards), launcher.js (the bell that loads it), labels.<language>.json.
import { readFile, writeFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

const squeezed = async (css) => (await transform(css, { loader: 'css', minify: true, target: 'safari16' })).code.trim();

const replaced = async (text, pattern, fn) => {
  const made = await Promise.all([...text.matchAll(pattern)].map((it) => fn(it[1])));
  return text.replace(pattern, () => made.shift());
};

const sheets = {
  name: 'sheets', // style sheets become minified strings, for constructable sheets; templates lose their indentation
  setup: (it) => {
    it.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await squeezed(await readFile(path, 'utf8')), loader: 'text' }));
    it.onLoad({ filter: /src\/.*\.js$/ }, async ({ path }) => {
      const text = await replaced(await readFile(path, 'utf8'), /css`([^`]*)`/g, async (css) => `css\`${await squeezed(css)}\``);
      return { contents: text.replace(/>\n\s+(?=[<$])/g, '>').replace(/\}\n\s+(?=<)/g, '}'), loader: 'js' };
    });
  },
};

const labels = JSON.parse(await readFile('src/labels.json', 'utf8'));
const column = (language) => JSON.stringify(Object.fromEntries(Object.entries(labels).map(([key, words]) => [key, words[language]])));
await writeFile('dist/labels.de.json', column('de'));

const english = {
  name: 'english', // the panel carries one language, the others are fetched
  setup: (it) => it.onLoad({ filter: /labels\.json$/ }, () => ({ contents: column('en'), loader: 'json' })),
};

const shared = {
  name: 'shared', // the late cards stand on what floorwalker.js exports
  setup: (it) =>
    it.onResolve({ filter: /^lit$|\/(card|format|icons)\.js$/ }, ({ importer }) =>
      importer.includes('/src/cards/') ? { path: './floorwalker.js', external: true } : undefined),
};

for (const [from, to, ...more] of [['src/index.js', 'dist/floorwalker.js'], ['src/late.js', 'dist/late.js', shared], ['src/launcher.js', 'dist/launcher.js']]) {
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    external: ['./floorwalker.js', './late.js'],
    plugins: [sheets, english, ...more],
    banner: { js: '/*! Floorwalker, Apache-2.0. Contains lit, BSD-3-Clause, (c) Google LLC. */' },
  });
}
