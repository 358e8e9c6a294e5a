/** How clients of AWS are made; everything else they read from the environment, as AWS documents it. */
export interface AwsSettings {
  readonly region: string;
  /** How often a call is made in all, where AWS is busy or the connection breaks. */
  readonly maxAttempts: number;
}
