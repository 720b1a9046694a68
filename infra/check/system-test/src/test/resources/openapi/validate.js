// Says whether a file is a valid OpenAPI document, by the schema that the OpenAPI initiative publishes.
const SwaggerParser = require("@apidevtools/swagger-parser");
SwaggerParser.validate(process.argv[2])
  .then((d) => console.log("VALID", d.openapi))
  .catch((e) => { console.error(e.message); process.exit(1); });
