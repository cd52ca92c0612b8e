/** What the launcher tells others about itself, and the ports and the directory it holds. */
@NullMarked
package dev.colophon.standalone.state;

import org.jspecify.annotations.NullMarked;
