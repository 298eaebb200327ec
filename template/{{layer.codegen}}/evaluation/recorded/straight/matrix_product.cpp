#include <cstdint>
#include <stdexcept>
#include <vector>

std::vector<std::vector<double>> matrix_product(const std::vector<std::vector<double>>& left,
                                                const std::vector<std::vector<double>>& right) {
  if (!left.empty() && left[0].size() != right.size()) {
    throw std::invalid_argument("the inner sizes differ");
  }
  const std::size_t columns = right.empty() ? 0 : right[0].size();
  std::vector<std::vector<double>> product;
  for (const auto& row : left) {
    std::vector<double> line;
    for (std::size_t column = 0; column < columns; ++column) {
      double total = 0.0;
      for (std::size_t inner = 0; inner < right.size(); ++inner) {
        total += row[inner] * right[inner][column];
      }
      line.push_back(total);
    }
    product.push_back(line);
  }
  return product;
}
