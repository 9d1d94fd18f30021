// Time until the chat can be written in, on a slow phone: 150 ms latency, 1.6 Mb/s, 4× CPU slow-down; median of three.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'web/widget/package.json'));
const puppeteer = require('puppeteer-core');
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'] });
const runs = [];
for (let run = 0; run < 3; run++) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
  const wire = await page.createCDPSession();
  await wire.send('Network.enable');
  await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
  await wire.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let bytes = 0;
  wire.on('Network.loadingFinished', (it) => (bytes += it.encodedDataLength));
  await page.goto(process.argv[2], { waitUntil: 'load' });
  const loaded = await page.evaluate(() => performance.now());
  const pageBytes = bytes;
  const started = Date.now();
  await (await page.waitForSelector('fw-launcher >>> button')).click();
  await page.waitForSelector('fw-chat >>> textarea');
  runs.push({ loaded, ready: Date.now() - started, pageBytes, chatBytes: bytes - pageBytes });
  await context.close();
}
await browser.close();
const middle = (name) => runs.map((run) => run[name]).sort((a, b) => a - b)[1];
console.log(JSON.stringify(Object.fromEntries(['loaded', 'ready', 'pageBytes', 'chatBytes'].map((name) => [name, Math.round(middle(name))]))));
