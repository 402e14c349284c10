import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { errorCode } from '../common/error-code.js';
import { headerWeights } from '../common/header-weights.js';

/** How a file is packed; undefined is as it is. */
type Coding = 'br' | 'gzip';

/** What the build may have put beside a file, by the end of the name. */
const PACKED: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };
const CODINGS: readonly Coding[] = ['br', 'gzip'];

/** Below this, packing saves no packet. */
const WORTH_BYTES = 1024;
/** 11 takes 20 times as long and saves another 4 % of what a build of JavaScript has. */
const BROTLI_QUALITY = 9;

const TEXT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

const PACKED_TYPES: Readonly<Record<string, string>> = {
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** One file of the page, ready to be sent. */
export interface PackedFile {
  readonly type: string;
  readonly coding: Coding | undefined;
  readonly body: Buffer;
}

/** A file, and what has been made of it so far. */
class PageFile {
  readonly #packed = new Map<Coding, Promise<Buffer>>();

  constructor(
    readonly type: string,
    readonly body: Buffer,
    readonly packable: boolean,
  ) {}

  keep(coding: Coding, body: Buffer): void {
    this.#packed.set(coding, Promise.resolve(body));
  }

  /** Packed once, by the first who asks for it, and kept. */
  packed(coding: Coding): Promise<Buffer> {
    const known = this.#packed.get(coding);
    if (known !== undefined) return known;
    const packing = pack(this.body, coding);
    this.#packed.set(coding, packing);
    return packing;
  }
}

/**
 * The files of the built page, read once. A file is found by its whole name in the list that was
 * made then, so that no name leads anywhere else. Source maps are not served.
 */
export class PageFiles {
  readonly #files: ReadonlyMap<string, PageFile>;

  private constructor(files: ReadonlyMap<string, PageFile>) {
    this.#files = files;
  }

  /** @param folder where it is; without one, there are no files */
  static async read(folder: string): Promise<PageFiles> {
    const names = await namesIn(folder);
    const contents = new Map(
      await Promise.all(
        names.map(async (name) => [name, await readFile(join(folder, name))] as const),
      ),
    );
    const files = new Map<string, PageFile>();
    for (const [name, body] of contents) {
      const type = TEXT_TYPES[extname(name)] ?? PACKED_TYPES[extname(name)];
      if (type === undefined) continue;
      const packable = extname(name) in TEXT_TYPES && body.length >= WORTH_BYTES;
      const file = new PageFile(type, body, packable);
      for (const coding of CODINGS) {
        const ready = contents.get(`${name}${PACKED[coding]}`);
        if (ready !== undefined) file.keep(coding, ready);
      }
      files.set(name, file);
    }
    return new PageFiles(files);
  }

  /** As it is, in UTF-8. */
  text(name: string): string | undefined {
    return this.#files.get(name)?.body.toString('utf8');
  }

  /**
   * @param name from the folder on, with slashes: `assets/index-B3x.js`
   * @param acceptEncoding the header, as it came
   */
  async find(name: string, acceptEncoding: string | undefined): Promise<PackedFile | undefined> {
    const file = this.#files.get(name);
    if (file === undefined) return undefined;
    const { type, body } = file;
    const weights = headerWeights(acceptEncoding);
    const coding = CODINGS.find((one) => (weights.get(one) ?? 0) > 0);
    if (coding === undefined || !file.packable) return { type, coding: undefined, body };
    return { type, coding, body: await file.packed(coding) };
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function pack(body: Buffer, coding: Coding): Promise<Buffer> {
  if (coding === 'gzip') return promisify(gzip)(body);
  return promisify(brotliCompress)(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });
}
