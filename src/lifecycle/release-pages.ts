/** A page about a release, at its tag. */
export interface ReleasePage {
  readonly tag: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** The pages on which a code host shows what was released. Every method throws `HostRefused` where it says no or cannot be reached. */
export interface ReleasePages {
  /** Whether the host has the tag: a page for one that is missing would make it, at whatever commit. */
  hasTag(tag: string): Promise<boolean>;
  /** The address of the tag's page; undefined where there is none. */
  addressOf(tag: string): Promise<string | undefined>;
  /** Makes the page and returns its address. */
  publish(page: ReleasePage): Promise<string>;
}
