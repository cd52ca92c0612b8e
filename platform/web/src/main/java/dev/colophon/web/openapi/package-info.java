/** What every service's OpenAPI document shares. */
@NullMarked
package dev.colophon.web.openapi;

import org.jspecify.annotations.NullMarked;
