// Where the page begins: with its language, which is fetched beside the page itself.

import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/document.css"
import "./styles/print.css"

import { catalogue } from "./ui/catalogue"
import { preferredLanguage } from "./ui/languages"

const target = document.getElementById("page")
if (target === null) throw new Error("index.html has no #page")
const lang = preferredLanguage()
try {
  const [{ show }, words] = await Promise.all([import("./pages/show"), catalogue(lang)])
  show(target, lang, words)
} catch (error) {
  // No words of any language have come, so here are some of the region's two common ones.
  target.textContent = "The page did not arrive whole. Load it again. · Страница загрузилась не полностью. Обновите её."
  throw error
}
