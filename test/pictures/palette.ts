import { deflateSync, inflateSync } from "node:zlib";

/*
 * Pictures of pages have few colours beside the shades of their letters: with a palette a PNG is less than half as large, and nobody
 * sees a difference. PNG specification, third edition.
 */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three bytes each. */
  readonly rgb: Uint8Array;
}

/** A PNG of 8-bit RGB or RGBA without interlacing, as browsers write it, with a palette in its place. What is transparent becomes opaque. */
export function withPalette(png: Uint8Array): Uint8Array {
  const { width, height, rgb } = decode(Buffer.from(png));
  const { palette, indexOf } = paletteOf(rgb);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf(colourAt(rgb, y * width + x));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits, palette, deflate, filters, no interlacing.
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]));
  const chunks = [chunk("IHDR", head), chunk("PLTE", colours), chunk("IDAT", deflateSync(rows, { level: 9 }))];
  return Buffer.concat([SIGNATURE, ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

function colourAt(rgb: Uint8Array, pixel: number): number {
  const at = pixel * 3;
  return ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0);
}

/** Squares of distances below which two colours look the same beside each other. */
const ALIKE = 150;

/** The most frequent colours, first those that differ: a small green dot is worth one. Any other becomes the nearest of them. */
function paletteOf(rgb: Uint8Array) {
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < rgb.length / 3; pixel++) {
    const colour = colourAt(rgb, pixel);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([a, one], [b, other]) => other - one || a - b).map(([colour]) => colour);
  const apart: number[] = [];
  for (const colour of byCount) {
    if (apart.length < MOST_COLOURS && apart.every((other) => distance(colour, other) > ALIKE)) apart.push(colour);
  }
  const palette = [...new Set([...apart, ...byCount])].slice(0, MOST_COLOURS);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const indexOf = (colour: number): number => {
    const known = places.get(colour);
    if (known !== undefined) return known;
    const place = nearest(palette, colour);
    places.set(colour, place);
    return place;
  };
  return { palette, indexOf };
}

function nearest(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [place, other] of palette.entries()) {
    const far = distance(colour, other);
    if (far < least) [best, least] = [place, far];
  }
  return best;
}

function distance(one: number, other: number): number {
  const [r, g, b] = [16, 8, 0].map((shift) => ((one >> shift) & 0xff) - ((other >> shift) & 0xff)) as [
    number,
    number,
    number,
  ];
  return r * r + g * g + b * b;
}

function decode(png: Buffer): Pixels {
  let [width, height, channels] = [0, 0, 3];
  const parts: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      [width, height, channels] = [data.readUInt32BE(0), data.readUInt32BE(4), data[9] === 6 ? 4 : 3];
    } else if (type === "IDAT") parts.push(data);
    at += length + 12;
  }
  const bytes = unfiltered(inflateSync(Buffer.concat(parts)), { stride: width * channels, height, channels });
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    rgb.set(bytes.subarray(pixel * channels, pixel * channels + 3), pixel * 3);
  }
  return { width, height, rgb };
}

interface Rows {
  /** Bytes of a row. */
  readonly stride: number;
  readonly height: number;
  readonly channels: number;
}

function unfiltered(data: Buffer, { stride, height, channels }: Rows): Uint8Array {
  const bytes = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const place = y * stride + x;
      const left = x < channels ? 0 : (bytes[place - channels] ?? 0);
      const up = y === 0 ? 0 : (bytes[place - stride] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (bytes[place - stride - channels] ?? 0);
      bytes[place] = (data[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, { left, up, corner });
    }
  }
  return bytes;
}

interface Neighbours {
  readonly left: number;
  readonly up: number;
  readonly corner: number;
}

function predicted(filter: number, { left, up, corner }: Neighbours): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const estimate = left + up - corner;
      const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(Bun.hash.crc32(body), body.length + 4);
  return whole;
}
