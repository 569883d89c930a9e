// Builds the page that verifies certificates, after the other one and beside it: one file that needs no server.

import { svelte } from "@sveltejs/vite-plugin-svelte"
import { defineConfig } from "vite"

import { precompressed } from "./build/precompressed.ts"
import { selfContained } from "./build/self-contained.ts"
import { CSS_TARGET, TARGET } from "./build/targets.ts"

export default defineConfig({
  plugins: [svelte(), selfContained("verify.html"), precompressed(/^verify\.html$/)],
  build: { target: TARGET, cssTarget: CSS_TARGET, reportCompressedSize: false },
})
