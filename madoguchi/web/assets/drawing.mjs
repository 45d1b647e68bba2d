// Draws the logo (icons/favicon.svg) as PNG for places that take no SVG: home screens of telephones. No image library.
import { deflateSync } from "node:zlib";

const BLUE = [0, 23, 193];
const HALF_STROKE = 1.2;
const arch = Array.from({ length: 25 }, (_, step) => [12 - 8 * Math.cos((Math.PI * step) / 24), 8 - 5 * Math.sin((Math.PI * step) / 24)]);
const LINES = [
  [[4, 21], ...arch, [20, 21]],
  [[2, 21], [22, 21]],
  [[8, 21], [8, 14], [16, 14], [16, 21]],
  [[9.5, 9.5], [14.5, 9.5]],
].flatMap((points) => points.slice(1).map((end, index) => [points[index], end]));

/** The logo on a full square, so that any mask of a home screen fits. */
export function logo(size) {
  const scale = 36 / size; // the drawing is 32 wide; the rest is room for masks
  const edge = scale / 2;
  const rows = Buffer.alloc(size * (size * 3 + 1));
  let at = 0;
  for (let y = 0; y < size; y++) {
    rows[at++] = 0;
    for (let x = 0; x < size; x++) {
      const distance = Math.min(...LINES.map((line) => away((x + 0.5) * scale - 6, (y + 0.5) * scale - 5, line)));
      const white = Math.max(0, Math.min(1, (HALF_STROKE + edge - distance) / scale));
      for (const part of BLUE) rows[at++] = Math.round(part + (255 - part) * white);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function away(x, y, [[fromX, fromY], [toX, toY]]) {
  const [wide, high] = [toX - fromX, toY - fromY];
  const along = Math.max(0, Math.min(1, ((x - fromX) * wide + (y - fromY) * high) / (wide * wide + high * high)));
  return Math.hypot(x - fromX - along * wide, y - fromY - along * high);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(checksum(body), body.length + 4);
  return whole;
}

function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
