/** Child processes: started, watched, restarted, logged, stopped, and swept up when a launcher was killed. */
@NullMarked
package dev.colophon.standalone.process;

import org.jspecify.annotations.NullMarked;
