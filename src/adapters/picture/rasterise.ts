import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

/** One of each weight; a server has no font that knows Korean. */
const fontFiles = ['400Regular/NanumGothic_400Regular.ttf', '700Bold/NanumGothic_700Bold.ttf'].map(
  (name) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/nanum-gothic/${name}`)),
);

/** A program of its own: SVG from its input as PNG to its output. */
const svg = await buffer(process.stdin);
const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'NanumGothic' };
process.stdout.write(new Resvg(svg, { font, logLevel: 'off' }).render().asPng());
