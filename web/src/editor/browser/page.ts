// The page of the browser tests: texts of a draft, one below the other, with nothing around them.

import { openDraft, type DraftSync } from "../../sync"
import { mountText, type LinkRequest, type TextOptions, type TextView } from ".."

interface TestPage {
  readonly sync: DraftSync
  readonly views: readonly TextView[]
  linkRequest: LinkRequest | null
}

declare global {
  interface Window {
    test: TestPage | undefined
  }
}

const query = new URLSearchParams(location.search)
const sync = await openDraft({
  draftId: query.get("draft") ?? "",
  person: query.get("person") ?? "",
  registerUrl: query.get("register") ?? "",
  lang: "en",
})
const main = document.querySelector("main") ?? document.body

const views = query.getAll("text").map((url, index) => {
  const element = document.createElement("section")
  element.id = `text-${index}`
  element.style.minBlockSize = query.get("tall") === null ? "3rem" : "90vh"
  main.append(element)
  const options: TextOptions = {
    sync,
    paragraph: `r${index + 1}`,
    lang: "en",
    url,
    initialSpans: [{ text: "…" }],
    editable: true,
    label: `Recommendation ${index + 1}`,
    onLinkRequest: (request) => {
      test.linkRequest = request
    },
  }
  return mountText(element, options)
})
const test: TestPage = { sync, views, linkRequest: null }
window.test = test
