import type { VersionStatus } from "./registry.ts";

const OUT_OF_USE = ["archived", "rolled_back", "quarantined"] as const satisfies readonly VersionStatus[];

/** Why a version answers no more: it was retired, rolled back by hand, or rolled back for a measured regression. */
export type OutOfUse = (typeof OUT_OF_USE)[number];

export const isOutOfUse = (status: VersionStatus): status is OutOfUse =>
  (OUT_OF_USE as readonly VersionStatus[]).includes(status);

/** The status of a version once it is retired: why it was rolled back, where it was, is never written over. */
export const retiredStatus = (status: VersionStatus): OutOfUse => (isOutOfUse(status) ? status : "archived");
