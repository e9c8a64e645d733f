// Draws static/icon.svg as the pictures that phones ask for. Run after changing the drawing:
//   node scripts/draw-icons.mjs
import { readFileSync } from 'node:fs';
import sharp from 'sharp';

const folder = new URL('../static/', import.meta.url);
const drawing = readFileSync(new URL('icon.svg', folder), 'utf8')
  .replace(/^<svg[^>]*>/, '')
  .replace('</svg>', '');

/** [file, pixels, how much of the square the drawing takes, corner of the ground in 32nds] */
const pictures = [
  ['icon-192.png', 192, 0.78, 7],
  ['icon-512.png', 512, 0.78, 7],
  ['icon-180.png', 180, 0.74, 0],
  // A maskable icon may lose all but the middle 80 percent: https://www.w3.org/TR/appmanifest/#icon-masks
  ['icon-maskable.png', 512, 0.6, 0],
];

for (const [file, pixels, share, corner] of pictures) {
  const edge = (32 * (1 - share)) / 2;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="${pixels}" height="${pixels}">
    <rect width="32" height="32" rx="${corner}" fill="#fbf0dc"/>
    <g transform="translate(${edge} ${edge - 0.6}) scale(${share})">${drawing}</g>
  </svg>`;
  await sharp(Buffer.from(svg), { density: 300 })
    .resize(pixels, pixels)
    .png({ compressionLevel: 9, palette: true })
    .toFile(new URL(file, folder).pathname);
}
