import js from "@eslint/js"
import svelte from "eslint-plugin-svelte"
import globals from "globals"
import ts from "typescript-eslint"

import svelteConfig from "./svelte.config.js"

/** What a folder may not import, so that the arrows between folders stay as ARCHITECTURE.md draws them. */
const closed = (files, group, message) => ({
  files,
  rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [{ group, message }] }] },
})

export default ts.config(
  { ignores: ["dist/", "node_modules/"] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ["*.config.js", "*.config.ts", "build/*.ts"] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".svelte"],
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-console": "error",
      eqeqeq: "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  closed(["src/sync/**"], ["svelte", "svelte/*", "prosemirror-*", "../editor/*", "../ui/*"], "sync knows no framework"),
  closed(
    ["src/editor/**"],
    ["svelte", "svelte/*", "../ui/*", "../draft/*", "!../draft/brackets", "!../draft/pieces"],
    "the editor knows no framework, and of the draft only what letters mean",
  ),
  closed(["src/verify/**"], ["../sync/*", "../editor/*", "../api/client", "../draft/*"], "verifying asks nobody"),
  { files: ["*.config.js"], extends: [ts.configs.disableTypeChecked], languageOptions: { globals: globals.node } },
)
