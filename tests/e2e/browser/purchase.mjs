// One purchase on a phone-sized screen, as a shopper makes it; prints a JSON line a finding and exits 1 if there was one.
//   node purchase.mjs SHOP_URL SANDBOX_PAYS_COMMAND SCREENSHOTS
import { createRequire } from 'node:module';
import { execSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'web/widget/package.json'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [shop, pays, pictures] = process.argv.slice(2);
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const findings = [];
const note = (what, detail) => findings.push({ what, detail });

mkdirSync(pictures, { recursive: true });
const flags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await puppeteer.launch({ executablePath: chromium, args: flags });
const page = await browser.newPage();
page.on('pageerror', (error) => note('page error', error.message));
page.on('console', (message) => message.type() === 'error' && note('console', message.text()));
await page.setBypassCSP(false);
await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
await page.goto(shop, { waitUntil: 'load' });
await look('home');
await (await page.waitForSelector('.askbox input')).type('a warm jacket for a rainy hike, under 200\n');
await said('Kelder rain jacket');
await look('advice');
await say('add the kelder rain jacket in slate, M');
await said('Check out');
await say('check out');
await said('e-mail');
await say('jo@example.org, Lindenweg 4, 50667 Köln, standard');
await said('Order and pay');
await look('summary');
await tap('Order and pay');
await said('Ready to pay');
await look('payment');
execSync(pays);
await said('ours to pack');
await look('paid');
const before = await words();
await page.reload({ waitUntil: 'load' });
await (await page.waitForSelector('fw-launcher >>> button')).click();
await said('ours to pack'); // the whole conversation is there again
if (!before.includes('ours to pack')) note('words', 'the receipt is missing');
await browser.close();
findings.forEach((finding) => console.log(JSON.stringify(finding)));
process.exit(findings.length ? 1 : 0);

function words() {
  return page.evaluate(() => {
    const text = (root) => [...root.childNodes].map((node) => (node.nodeType === 3 ? node.textContent : node.tagName === 'STYLE' ? '' : text(node.shadowRoot || node))).join(' ');
    return text(document.body).replace(/\s+/g, ' ');
  });
}

async function said(part) {
  for (let tries = 0; tries < 100; tries++) {
    if ((await words()).includes(part)) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  await page.screenshot({ path: join(pictures, 'missing.png') });
  note('silence', `“${part}” was never said`);
}

async function say(line) {
  const field = await page.waitForSelector('fw-chat >>> textarea');
  await field.type(line);
  await field.press('Enter');
}

async function tap(title) {
  const there = await page.evaluate((wanted) => {
    const all = [];
    const walk = (root) => root.querySelectorAll('*').forEach((node) => {
      if (node.tagName === 'BUTTON' && node.textContent.trim().startsWith(wanted)) all.push(node);
      if (node.shadowRoot) walk(node.shadowRoot);
    });
    walk(document);
    all.at(-1)?.click();
    return all.length;
  }, title);
  if (!there) note('button', `no “${title}”`);
}

async function look(name) {
  await new Promise((done) => setTimeout(done, 300));
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  found.violations.forEach((it) => note(`axe on ${name}`, `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).slice(0, 3).join('; ')}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) note(`width of ${name}`, `${wide} px too wide`);
}
