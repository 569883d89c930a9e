// Makes one file of a page: script, style and icon within it, and a policy that allows just these and no connection to
// anywhere. So it works from a disk as well, and whoever keeps a copy keeps all of it.

import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"

import type { Plugin, Rolldown } from "vite"

const ICON = "icon.svg"

export function selfContained(page: string): Plugin {
  let publicDir = "public"
  return {
    name: "self-contained",
    apply: "build",
    enforce: "post",
    config: () => ({
      publicDir: false,
      build: { emptyOutDir: false, cssCodeSplit: false, modulePreload: false, rolldownOptions: { input: page } },
    }),
    configResolved(config) {
      publicDir = join(config.root, "public")
    },
    async generateBundle(_, bundle) {
      const html = bundle[page]
      const [script, ...more] = Object.values(bundle).filter((each) => each.type === "chunk")
      const styles = Object.values(bundle).filter((each) => each.fileName.endsWith(".css"))
      if (html?.type !== "asset" || script === undefined || more.length > 0) {
        throw new Error(`${page} is not one page with one script`)
      }
      const css = styles.map(textOf).join("")
      const icon = await readFile(join(publicDir, ICON), "base64")
      html.source = inlined(textOf(html), script.code.trim(), css.trim(), icon)
      for (const each of [script, ...styles]) Reflect.deleteProperty(bundle, each.fileName)
    },
  }
}

function inlined(html: string, code: string, css: string, icon: string): string {
  if (/<\/?script/i.test(code) || /<\/style/i.test(css)) throw new Error("what ends its own element cannot stay in it")
  const policy = `default-src 'none'; script-src ${hashOf(code)}; style-src ${hashOf(css)}; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'`
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<link rel="icon" href="data:image/svg+xml;base64,${icon}">`,
    `<style>${css}</style>`,
    `<script type="module">${code}</script>`,
  ]
  const bare = html.replaceAll(/\s*<(?:link rel="(?:icon|stylesheet)"[^>]*>|script [^>]*><\/script>)/g, "")
  // The policy first: it counts for what comes after it.
  const [policyTag, ...others] = head
  const page = bare.replace(/<meta charset[^>]*>/, (charset) => `${charset}\n    ${policyTag ?? ""}`)
  return page.replace("</head>", () => `  ${others.join("\n    ")}\n  </head>`)
}

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

function textOf(output: Rolldown.OutputAsset | Rolldown.OutputChunk): string {
  if (output.type === "chunk") return output.code
  return typeof output.source === "string" ? output.source : new TextDecoder().decode(output.source)
}
