// Two people, two browsers: a shopper fed up in the middle of a checkout, and an agent who takes, helps and gives back.
//   node desk.mjs SHOP_URL STAFF_COOKIE SANDBOX_PAYS_COMMAND SCREENSHOTS; prints a JSON line a finding, exits 1 if any.
import { createRequire } from 'node:module';
import { execSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'web/widget/package.json'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [shop, cookie, pays, pictures] = process.argv.slice(2);
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const findings = [];
const note = (what, detail) => findings.push({ what, detail });
let offline = false;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

mkdirSync(pictures, { recursive: true });
const flags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await puppeteer.launch({ executablePath: chromium, args: flags });
const shopper = await opened({ width: 390, height: 844, isMobile: true, hasTouch: true });
const agent = await opened({ width: 1280, height: 800 }, { name: 'fw_staff', value: cookie, domain: '127.0.0.1', path: '/' });

await shopper.goto(shop, { waitUntil: 'load' });
await (await shopper.waitForSelector('fw-launcher >>> button')).click();
await say('add the rook beanie in pine');
await reads(shopper, 'Check out');
await say('check out');
await reads(shopper, 'e-mail');
await say('i already told you, this is useless');
await reads(shopper, 'Go on with you');
await say('still no answer, this is ridiculous');
await reads(shopper, 'person');

await agent.goto(`${shop}/desk?view=waiting`, { waitUntil: 'load' });
await looked(agent, 'queue');
await clicked('.q');
await reads(agent, 'Upset');
await clicked('[data-key=t]');
await reads(agent, 'With Marta');
await agent.type('#words', 'Hello, Marta here. I have read everything.');
await agent.click('[data-write] .main');
await reads(shopper, 'I have read everything');
await sees(agent, '.tick.delivered', 'the first words are not told to have come');
await agent.type('#words', 'One moment');
await reads(shopper, 'Marta is writing');
await agent.type('#words', ', please.');
await agent.keyboard.press('Enter');
await reads(shopper, 'One moment, please.');
await (await shopper.waitForSelector('fw-chat >>> textarea')).type('oh, ');
await sees(agent, '[data-writes]:not([hidden])', 'nothing says that the shopper is writing');
await looked(agent, 'console-typing');
await say('thank you');
await reads(agent, 'oh, thank you');
await sees(agent, '[data-writes][hidden]', 'the shopper is still said to be writing');
offline = true;
await shopper.setOfflineMode(true);
await agent.type('#words', 'I look for a better one meanwhile.');
await agent.keyboard.press('Enter');
await sees(agent, '.turn.mine:last-child .tick.stored', 'words to a shopper without a network are not said to be kept');
await looked(agent, 'console-kept');
await shopper.setOfflineMode(false);
offline = false;
await reads(shopper, 'a better one meanwhile');
await sees(agent, '.turn.mine:last-child .tick.delivered', 'what was kept is not told to have come');
await agent.type('#sku', 'HEATH-MOSS-39-42');
await clicked('.pick .btn');
await reads(shopper, 'Heath socks');
await agent.type('#code', 'WELCOME10');
await clicked('form[action*="/coupon"] .btn');
await reads(agent, '€17.10');
for (const [width, height] of [[1280, 800], [820, 1180], [390, 844]]) {
  await agent.setViewport({ width, height });
  await looked(agent, `console-${width}`);
}
await sees(agent, '#customer', 'who gave a code on a phone is led away from the customer', { visible: true });
await agent.click('a[href="#talk"]');
await sees(agent, '#talk', 'there is no way back to the talk', { visible: true });
await looked(agent, 'console-talk');
await agent.click('a[href="#customer"]');
await sees(agent, '#customer', 'a phone does not show the customer', { visible: true });
await agent.setViewport({ width: 1280, height: 800 });
await looked(shopper, 'chat-person');
await clicked('summary[data-key=g]');
await clicked('form[action$="/give_back"] .main');
await reads(agent, 'Given back');
await reads(shopper, 'Which e-mail', 'which e-mail');
await say('jo@example.org, Lindenweg 4, 50667 Köln, standard');
await reads(shopper, 'Order and pay');
await tap('Order and pay');
await reads(shopper, 'Ready to pay');
execSync(pays);
await reads(shopper, 'ours to pack');
await looked(shopper, 'chat-paid');
if (!(await words(shopper)).includes('WELCOME10')) note('coupon', 'the code of the agent is not on the receipt');
await browser.close();
findings.forEach((finding) => console.log(JSON.stringify(finding)));
process.exit(findings.length ? 1 : 0);

async function opened(viewport, cookie) {
  const context = await browser.createBrowserContext();
  if (cookie) await context.setCookie(cookie);
  const page = await context.newPage();
  page.on('pageerror', (error) => note('page error', error.message));
  page.on('console', (message) => message.type() === 'error' && !offline && note('console', message.text()));
  await page.setViewport(viewport);
  return page;
}

function words(page) {
  return page.evaluate(() => {
    const text = (root) => [...root.childNodes].map((node) => (node.nodeType === 3 ? node.textContent : ['STYLE', 'SCRIPT', 'OPTION'].includes(node.tagName) ? '' : text(node.shadowRoot || node))).join(' ');
    return text(document.body).replace(/\s+/g, ' ');
  });
}

async function reads(page, ...parts) {
  for (let tries = 0; tries < 100; tries++) {
    const now = await words(page).catch(() => '');
    if (parts.some((part) => now.includes(part))) return;
    await pause(200);
  }
  await page.screenshot({ path: join(pictures, 'missing.png') });
  note('silence', `“${parts[0]}” was never there; there is: ${(await words(page)).slice(-400)}`);
}

async function sees(page, selector, otherwise, how = {}) {
  const there = await page.waitForSelector(selector, { timeout: 15000, ...how }).catch(() => null);
  if (there) return;
  await page.screenshot({ path: join(pictures, 'missing.png') });
  note('unseen', otherwise);
}

async function say(line) {
  const field = await shopper.waitForSelector('fw-chat >>> textarea');
  await field.type(line);
  await field.press('Enter');
}

async function clicked(selector) {
  const there = await agent.waitForSelector(selector, { timeout: 10000 }).catch(() => null);
  if (!there) return note('button', `no ${selector}`);
  const leads = !selector.startsWith('summary');
  await Promise.all([leads && agent.waitForNavigation({ waitUntil: 'load', timeout: 10000 }).catch(() => note('page', `${selector} led nowhere`)), there.click()]);
}

async function tap(title) {
  const there = await shopper.evaluate((wanted) => {
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

async function looked(page, name) {
  await pause(300);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  found.violations.forEach((it) => note(`axe on ${name}`, `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).slice(0, 3).join('; ')}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) note(`width of ${name}`, `${wide} px too wide`);
}
