// What a screen reader is told that happens elsewhere on the page.

class Announcer {
  message = $state("")

  say(message: string): void {
    // The same words twice are said twice: a no-break space makes them new.
    this.message = message === this.message ? `${message}\u00a0` : message
  }
}

export const announcer = new Announcer()
