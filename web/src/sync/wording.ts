// The wording of a text: runs of letters with their marks, as the API and the model have it.

/** A run of letters with the same marks. `\n` is a line break within the paragraph. */
export interface Span {
  readonly text: string;
  readonly strong?: boolean;
  readonly em?: boolean;
  /** Where a link points: `http:`, `https:` or `mailto:`. */
  readonly link?: string;
  /** The id of the footnote whose sign follows this run. */
  readonly footnote?: string;
}
