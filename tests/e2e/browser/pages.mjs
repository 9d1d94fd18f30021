// Looks at pages as people would: sizes, schemes, languages; prints a JSON line a finding and exits 1 if there was one.
//   node pages.mjs VISIT SCREENSHOTS < [{"name", "url", "cookies": {…}, "storage": {…}, "open": true, "height": 844}]
// VISIT is "some" (a phone in the light in English, a desk in the dark in German) or "all" of the combinations.
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'web/widget/package.json'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [visit, pictures] = process.argv.slice(2);
const pages = JSON.parse(readFileSync(0, 'utf8'));
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const phone = { width: 390, height: 844, isMobile: true, hasTouch: true }, tablet = { width: 820, height: 1180 }, desk = { width: 1280, height: 800 };
const some = [[phone, 'light', 'en'], [desk, 'dark', 'de']];
const all = [phone, tablet, desk].flatMap((size) => ['light', 'dark'].flatMap((scheme) => ['en', 'de'].map((language) => [size, scheme, language])));
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const findings = [];

mkdirSync(pictures, { recursive: true });
const flags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await puppeteer.launch({ executablePath: chromium, args: flags });
for (const view of visit === 'all' ? all : some) for (const it of pages) await look(it, ...view);
await browser.close();
findings.forEach((finding) => console.log(JSON.stringify(finding)));
process.exit(findings.length ? 1 : 0);

async function look({ name, url, cookies = {}, storage = {}, open, height, languages, status }, size, scheme, language) {
  if (languages && !languages.includes(language)) return;
  const context = await browser.createBrowserContext(), page = await context.newPage();
  const where = `${name} ${size.width} ${scheme} ${language}`;
  const note = (what, detail) => findings.push({ where, what, detail });
  page.on('pageerror', (error) => note('page error', error.message));
  page.on('console', (message) => message.type() === 'error' && !(status && message.text().includes(String(status))) && note('console', message.text()));
  await context.setCookie(...Object.entries({ 'fw-lang': language, ...cookies }).map(([key, value]) => ({ name: key, value, domain: '127.0.0.1', path: '/' })));
  await page.setExtraHTTPHeaders({ 'accept-language': language });
  await page.evaluateOnNewDocument((told) => location.protocol === 'http:' && Object.entries(told).forEach(([key, value]) => localStorage.setItem(key, value)), storage);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.setViewport({ ...size, height: height || size.height });
  const answer = await page.goto(url, { waitUntil: 'load' });
  if (answer.status() !== (status || 200)) note('status', answer.status());
  if (open) await chat(page);
  await new Promise((done) => setTimeout(done, open ? 900 : 150));
  await page.screenshot({ path: join(pictures, `${name}-${size.width}-${scheme}-${language}.png`), fullPage: !open });
  await page.evaluate(axe);
  const found = await page.evaluate((only) => globalThis.axe.run({ runOnly: only }), rules);
  found.violations.forEach((one) => note('axe', `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join('; ')}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) note('width', `${wide} px too wide`);
  const small = await page.evaluate(tooSmall);
  if (small.length) note('small', small.slice(0, 4).join('; '));
  await context.close();
}

async function chat(page) {
  await (await page.waitForSelector('fw-launcher >>> button')).click();
  await page.waitForSelector('fw-chat >>> textarea');
}

function tooSmall() {
  const wide = (it) => getComputedStyle(it, '::after').position === 'absolute'; // its card is the target
  const inline = (it) => it.closest('p,td,th,dt,dd,li>span,label') || it.type === 'hidden' || it.classList.contains('skip') || wide(it);
  return [...document.querySelectorAll('button,a[href],input,select,textarea,summary')].filter((it) => !inline(it)).flatMap((it) => {
    const box = it.getBoundingClientRect();
    return box.width > 1 && (box.width < 23.5 || box.height < 43.5) ? [`${it.tagName} “${it.textContent.trim().slice(0, 20)}” ${Math.round(box.width)}x${Math.round(box.height)}`] : [];
  });
}
