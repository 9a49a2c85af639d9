/**
 * SPF (RFC 7208) for the gate before a callout: {@link io.jamescbv.james.spf.SpfCheck}. The rules are those of
 * apache-jspf, which James brings; the answers of DNS are fetched by the engine, so that no thread waits for them. James'
 * own SPFHandler and its results are not touched.
 */
package io.jamescbv.james.spf;
