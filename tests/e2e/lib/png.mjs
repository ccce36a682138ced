// Makes a screenshot small: at most 256 colours, the most frequent ones, in an indexed PNG.
// Takes what Chromium writes: 8-bit RGB or RGBA, not interlaced.
import assert from "node:assert/strict";
import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const coloursMax = 256;

function chunks(png) {
  const found = [];
  for (let at = signature.length; at < png.length;) {
    const size = png.readUInt32BE(at);
    found.push([png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + size)]);
    at += size + 12;
  }
  return found;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** Undoes the filter of each row (PNG 9.2); `step` is the bytes of a pixel. */
function unfilter(raw, stride, height, step) {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < step ? 0 : out[y * stride + x - step];
      const up = y ? out[(y - 1) * stride + x] : 0;
      const corner = x < step || !y ? 0 : out[(y - 1) * stride + x - step];
      const [a, b, c] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const guess = [0, left, up, (left + up) >> 1, paeth][filter];
      out[y * stride + x] = raw[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return out;
}

export function smaller(png) {
  const parts = chunks(png);
  const head = parts.find(([type]) => type === "IHDR")[1];
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  assert.ok(head[8] === 8 && (head[9] === 2 || head[9] === 6) && head[12] === 0, "an 8-bit RGB(A) PNG");
  const step = head[9] === 6 ? 4 : 3;
  const raw = inflateSync(Buffer.concat(parts.filter(([type]) => type === "IDAT").map(([, data]) => data)));
  const pixels = unfilter(raw, width * step, height, step);

  // Shades that differ in the last three bits count as one, by the most frequent of them.
  const shades = new Map();
  for (let at = 0; at < pixels.length; at += step) {
    const colour = pixels.readUIntBE(at, 3);
    const key = colour & 0xf8f8f8;
    const shade = shades.get(key) ?? shades.set(key, { n: 0, of: new Map() }).get(key);
    shade.n += 1;
    shade.of.set(colour, (shade.of.get(colour) ?? 0) + 1);
  }
  const most = (map, value) => [...map].sort((x, y) => value(y[1]) - value(x[1]));
  const palette = most(shades, (s) => s.n).slice(0, coloursMax).map(([, s]) => most(s.of, (n) => n)[0][0]);
  const distance = (x, y) => [16, 8, 0].reduce((sum, k) => sum + (((x >> k) & 255) - ((y >> k) & 255)) ** 2, 0);
  const index = new Map();
  const indexOf = (key) => {
    if (!index.has(key)) {
      let best = 0;
      palette.forEach((colour, n) => { if (distance(colour, key) < distance(palette[best], key)) best = n; });
      index.set(key, best);
    }
    return index.get(key);
  };
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + 1 + x] = indexOf(pixels.readUIntBE((y * width + x) * step, 3));
    }
  }
  const header = Buffer.from(head);
  header[9] = 3;
  const colours = Buffer.alloc(palette.length * 3);
  palette.forEach((colour, n) => colours.writeUIntBE(colour, n * 3, 3));
  return Buffer.concat([signature, chunk("IHDR", header), chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
