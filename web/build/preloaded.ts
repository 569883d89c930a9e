// The page's first script only chooses a language; then it asks for that language and for the page itself. The browser is
// told of the page's own files beforehand, so that they come beside that script and not after it.

import type { Plugin } from "vite"

/** The chunk that begins with this module is fetched from the start, with what it imports. */
export function preloaded(module: string): Plugin {
  return {
    name: "preloaded",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((each) => each.type === "chunk")
        const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module))
        if (first === undefined) throw new Error(`no chunk begins with ${module}`)
        return [first.fileName, ...first.imports]
          .map((fileName) => `/${fileName}`)
          .filter((href) => !html.includes(href))
          .map((href) => ({ tag: "link", attrs: { rel: "modulepreload", crossorigin: "", href }, injectTo: "head" }))
      },
    },
  }
}
