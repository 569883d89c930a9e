// Reading unknown JSON into types: what does not fit is named by its path, never guessed.

/** An answer that is not in the shape it should have. */
export class UnreadableAnswer extends Error {
  constructor(readonly path: string) {
    super(`unreadable answer at ${path}`)
    this.name = "UnreadableAnswer"
  }
}

/** A value and where it was found. */
export class Reader {
  constructor(
    readonly value: unknown,
    readonly path = "$",
  ) {}

  private fail(): never {
    throw new UnreadableAnswer(this.path)
  }

  private get fields(): Readonly<Record<string, unknown>> {
    const { value } = this
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.fail()
    return value as Readonly<Record<string, unknown>>
  }

  field(name: string): Reader {
    return new Reader(this.fields[name], `${this.path}.${name}`)
  }

  get isMissing(): boolean {
    return this.value === undefined || this.value === null
  }

  get isList(): boolean {
    return Array.isArray(this.value)
  }

  string(): string {
    const { value } = this
    if (typeof value === "string") return value
    // Automerge hands out a scalar string as an object that holds it.
    if (typeof value === "object" && value !== null && "val" in value && typeof value.val === "string") return value.val
    return this.fail()
  }

  /** A string of a branded type. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the brand is the caller's to name
  id<Id extends string>(): Id {
    return this.string() as Id
  }

  number(): number {
    return typeof this.value === "number" ? this.value : this.fail()
  }

  boolean(): boolean {
    return typeof this.value === "boolean" ? this.value : this.fail()
  }

  oneOf<Word extends string>(words: readonly Word[]): Word {
    const word = this.string()
    return words.find((known) => known === word) ?? this.fail()
  }

  optional<T>(read: (reader: Reader) => T): T | null {
    return this.isMissing ? null : read(this)
  }

  /** A missing list is empty. */
  list<T>(read: (reader: Reader) => T): readonly T[] {
    if (this.isMissing) return []
    if (!Array.isArray(this.value)) return this.fail()
    return this.value.map((item: unknown, at) => read(new Reader(item, `${this.path}[${String(at)}]`)))
  }

  strings(): readonly string[] {
    return this.list((item) => item.string())
  }

  /** The entries of an object; a missing one is empty. */
  entries<T>(read: (reader: Reader, key: string) => T): readonly T[] {
    if (this.isMissing) return []
    return Object.keys(this.fields).map((key) => read(this.field(key), key))
  }
}
