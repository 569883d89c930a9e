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
const [{ show }, words] = await Promise.all([import("./pages/show"), catalogue(lang)])
show(target, lang, words)
