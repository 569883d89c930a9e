// Writes `FILE.br` beside every compressible file, so that the server never compresses while it serves.

import { readdir, readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants } from "node:zlib"

import type { Plugin } from "vite"

/** Below this many bytes a `.br` beside the file saves nothing. */
const BROTLI_BYTES_MIN = 1024
const COMPRESSIBLE = /\.(?:css|html|js|json|svg|wasm|webmanifest)$/

/** Of the files whose names fit. */
export function precompressed(names = COMPRESSIBLE): Plugin {
  let outDir = "dist"
  return {
    name: "precompressed",
    apply: "build",
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      const files = await readdir(outDir, { recursive: true })
      await Promise.all(files.filter((name) => names.test(name)).map((name) => compress(join(outDir, name))))
    },
  }
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path)
  if (bytes.length < BROTLI_BYTES_MIN) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }))
}
