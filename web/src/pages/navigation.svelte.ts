// The address bar as state: links inside the page change it without loading anew.

import { parseRoute, type Route } from "./router"

class Navigation {
  route = $state.raw<Route>(parseRoute(new URL(location.href)))

  go(path: string, how: "push" | "replace" = "push"): void {
    if (how === "push") history.pushState(null, "", path)
    else history.replaceState(null, "", path)
    this.read()
  }

  private read(): void {
    this.route = parseRoute(new URL(location.href))
  }

  /** Takes over links within the page and the back button. Returns how to stop. */
  listen(): () => void {
    const onPop = (): void => {
      this.read()
    }
    const onClick = (event: MouseEvent): void => {
      if (
        event.defaultPrevented ||
        event.button !== 0 ||
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        event.altKey
      ) {
        return
      }
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null
      if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.hasAttribute("download")) return
      const url = new URL(link.href)
      const isSamePage = url.pathname === location.pathname && url.search === location.search
      // To a place on this page: the browser knows how.
      if (url.origin !== location.origin || (isSamePage && url.hash !== "")) return
      // The server's own addresses: another page, a way to sign in.
      if (parseRoute(url).page === "unknown") return
      event.preventDefault()
      const isOtherPage = url.pathname !== location.pathname
      this.go(url.pathname + url.search + url.hash)
      if (isOtherPage) scrollTo(0, 0)
    }
    addEventListener("popstate", onPop)
    addEventListener("click", onClick)
    return () => {
      removeEventListener("popstate", onPop)
      removeEventListener("click", onClick)
    }
  }
}

export const navigation = new Navigation()
