/**
 * What is written into a container's root file system so that it comes up as its configuration says: names, addresses,
 * terminals, password and keys, for each family of distributions.
 *
 * <p>Invariant: every file is reached through {@link io.coppice.compute.distro.RootFolder}, which no link leads out of. What
 * somebody else wrote stays: only whole generated files and marked sections are replaced.
 */
@NullMarked
package io.coppice.compute.distro;

import org.jspecify.annotations.NullMarked;
