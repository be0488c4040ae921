# The made-up application behind a door, in demo mode only
door-demo-lead = This is a sample application of the demonstration. It shows what an application learns about somebody who has passed the gate.
door-demo-headers = Headers received
door-demo-claims = Signed claims
door-demo-verified = The signature was checked with the public key. The claims are valid for 60 seconds only.
