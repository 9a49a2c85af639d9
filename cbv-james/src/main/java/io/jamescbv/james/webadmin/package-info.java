/**
 * {@link io.jamescbv.james.operation.Operations} over WebAdmin, in James' own REST style:
 * {@link io.jamescbv.james.webadmin.CallbackRoutes}, one line in webadmin.properties. docs/openapi.yaml describes it.
 */
package io.jamescbv.james.webadmin;
