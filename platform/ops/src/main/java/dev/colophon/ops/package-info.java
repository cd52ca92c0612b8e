/** What operators do with a service, over HTTP: the role {@code operator} sees and acts across clients. */
@NullMarked
package dev.colophon.ops;

import org.jspecify.annotations.NullMarked;
