import { readdir, readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants } from "node:zlib"

import { svelte } from "@sveltejs/vite-plugin-svelte"
import type { Plugin } from "vite"
import { defineConfig } from "vitest/config"

/** Where `npm run dev` finds the server. */
const SERVER = process.env.MASLAHAT_URL ?? "http://127.0.0.1:8080"
/** The first browsers that know `light-dark()`; an older target would rewrite it into one fixed scheme. */
const CSS_TARGET = ["chrome123", "firefox120", "safari17.5"]
/** Below this many bytes a `.br` beside the file saves nothing. */
const BROTLI_BYTES_MIN = 1024
const COMPRESSIBLE = /\.(?:css|html|js|json|svg|wasm|webmanifest)$/

/** Writes `FILE.br` beside every compressible file, so that the server never compresses while it serves. */
function precompressed(): Plugin {
  let outDir = "dist"
  return {
    name: "precompressed",
    apply: "build",
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      const names = await readdir(outDir, { recursive: true })
      await Promise.all(names.filter((name) => COMPRESSIBLE.test(name)).map((name) => compress(join(outDir, name))))
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

export default defineConfig({
  plugins: [svelte(), precompressed()],
  server: {
    proxy: {
      "/api": SERVER,
      "/sync": { target: SERVER, ws: true },
    },
  },
  build: {
    target: "es2023",
    cssTarget: CSS_TARGET,
    // The content security policy allows nothing inline, data: URLs of code included.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    include: ["src/**/*.test.ts"],
    // Two cores: a browser and its server want one of them.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
