import { svelte } from "@sveltejs/vite-plugin-svelte"
import { defineConfig } from "vitest/config"

import { precompressed } from "./build/precompressed.ts"
import { preloaded } from "./build/preloaded.ts"
import { CSS_TARGET, TARGET } from "./build/targets.ts"

/** Where `npm run dev` finds the server. */
const SERVER = process.env.MASLAHAT_URL ?? "http://127.0.0.1:8080"

export default defineConfig({
  plugins: [svelte(), preloaded("/pages/show.ts"), precompressed()],
  server: {
    proxy: {
      "/api": SERVER,
      "/sync": { target: SERVER, ws: true },
    },
  },
  build: {
    target: TARGET,
    cssTarget: CSS_TARGET,
    // One file, there before anything is shown.
    cssCodeSplit: false,
    // The content security policy allows nothing inline, data: URLs of code included.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    include: ["src/**/*.test.ts"],
    setupFiles: "src/ui/testing.ts",
    // Two cores: a browser and its server want one of them.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
