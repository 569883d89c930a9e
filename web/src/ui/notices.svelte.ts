// Short notices at the foot of the page: an action was refused, a file is ready.

export interface Notice {
  readonly id: number
  readonly words: string
}

const NOTICES_MAX = 3
const SHOWN_MS = 12_000

class Notices {
  list = $state.raw<readonly Notice[]>([])
  #last = 0

  show(words: string): void {
    this.#last += 1
    const notice = { id: this.#last, words }
    this.list = [...this.list, notice].slice(-NOTICES_MAX)
    setTimeout(() => {
      this.dismiss(notice.id)
    }, SHOWN_MS)
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }
}

export const notices = new Notices()
