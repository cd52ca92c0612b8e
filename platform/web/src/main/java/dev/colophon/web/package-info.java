/** What every HTTP service shares: settings, security, problems, paging. Stands on no other platform module. */
@NullMarked
package dev.colophon.web;

import org.jspecify.annotations.NullMarked;
