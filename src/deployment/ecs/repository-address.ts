/** A repository of images in Amazon ECR. */
export interface RepositoryAddress {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
}

const ADDRESS = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([a-z0-9][a-z0-9._/-]*)$/;

/** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`, without a tag or a digest; undefined for anything else. */
export function parseRepositoryAddress(text: string): RepositoryAddress | undefined {
  const [, account, region, repository] = ADDRESS.exec(text) ?? [];
  if (account === undefined || region === undefined || repository === undefined) return undefined;
  return { account, region, repository };
}
