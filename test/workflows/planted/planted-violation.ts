/** One change to a file of ours that breaks a rule: what it is, where (a file, or a job of it), which text becomes which. */
export type PlantedViolation = readonly [name: string, place: string, from: string, to: string];
